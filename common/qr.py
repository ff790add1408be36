"""An address as a picture that a phone's camera reads."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks for


def qr(address: str, label: str) -> SafeString:
    """The address as inline SVG, dark on white in every theme. `label` is what a screen reader says."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=QUIET_ZONE, light="#fff", dark="#000", svgclass=None, lineclass=None)
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, mark_safe(drawn))
