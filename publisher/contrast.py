"""How well two colours can be told apart (WCAG 2.2, "contrast ratio"). Pure."""

RGB = tuple[float, float, float]


def contrast_ratio(one: RGB, other: RGB) -> float:
    """Return the contrast of two opaque colours, each part from 0 to 1: from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: RGB) -> float:
    """Return the relative luminance, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = map(_linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # WCAG 2.2 writes 0.04045 since 2021, where 2.0 wrote 0.03928: no 8-bit colour lies between.
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
