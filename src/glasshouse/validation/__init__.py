"""Does it reproduce the world? Published figures against what the stages of the day make of published inputs."""
