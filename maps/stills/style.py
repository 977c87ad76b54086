"""Colours of a still: the page's on a light ground."""

LAND, WATER, BORDER, HALO, INK, SOFT, COUNTRY = (
    "#f4f1ea", "#d9e6ec", "#b3a995", "#f8f6f1", "#1b2530", "#556270", "#877d69",
)  # fmt: skip
CONTEST, PAPER = "#a12b14", "#ffffff"
COLOURS = {
    "shipment": "#0b5fa5", "strike": "#c2361a", "recovery": "#7a3e9d", "seizure": "#00694f",
    "deployment": "#8a5a00", "test": "#37424e", "other": "#4a5561",
}  # fmt: skip
