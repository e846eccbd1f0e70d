"""Charts as the server draws them: places and paths from figures; `templates/charts.html` writes them as SVG."""
