"""What is measured: each module has `run() -> list[str]`, lines that tell its figures."""
