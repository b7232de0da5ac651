"""How an installation is set up: its workspace folder, its environment and Django's settings."""
