"""The picture of a view to download: one SVG with map, timeline, legend and everything that has to be said with it."""
