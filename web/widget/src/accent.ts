// From one accent color of any kind, colors that can be read on it and beside it (contrast of WCAG 2.2: 4.5 to 1 for text).

type Color = [number, number, number];

const WHITE: Color = [255, 255, 255];
const BLACK: Color = [0, 0, 0];
const LIGHT_PAPER: Color = WHITE;
const DARK_PAPER: Color = [18, 24, 31];
const READABLE = 5.5; // above 4.5, so that it also holds on the tinted paper of a message
const READABLE_IN_THE_DARK = 7.5;

/** The color of what `getComputedStyle` gives; null when it is not in sRGB or see-through. */
export function parse(computed: string): Color | null {
  const numbers = /^rgba?\(([^)]+)\)$/.exec(computed)?.[1]?.split(/[\s,/]+/).map(Number) ?? [];
  const [red, green, blue, alpha = 1] = numbers;
  return red === undefined || green === undefined || blue === undefined || alpha < 1 ? null : [red, green, blue];
}

/** CSS variables for an accent: text on it, a link in it on light and on dark paper. */
export function palette(accent: Color): Record<string, string> {
  return {
    "--accent": css(accent),
    "--on-accent": css(contrast(accent, WHITE) >= contrast(accent, BLACK) ? WHITE : BLACK),
    "--link-light": css(readable(accent, LIGHT_PAPER, BLACK, READABLE)),
    "--link-dark": css(readable(accent, DARK_PAPER, WHITE, READABLE_IN_THE_DARK)),
    "--tint-light": css(mix(LIGHT_PAPER, accent, 0.12)),
    "--tint-dark": css(mix(DARK_PAPER, accent, 0.22)),
  };
}

function contrast(one: Color, other: Color): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The color nearest to `accent`, on the way to `end`, that can be read on `paper`. */
function readable(accent: Color, paper: Color, end: Color, enough: number): Color {
  for (let share = 0; share < 1; share += 0.05) {
    const color = mix(accent, end, share);
    if (contrast(color, paper) >= enough) return color;
  }
  return end;
}

function mix(from: Color, to: Color, share: number): Color {
  return from.map((part, at) => Math.round(part + ((to[at] ?? 0) - part) * share)) as Color;
}

function luminance(color: Color): number {
  const [red, green, blue] = color.map((part) => {
    const level = part / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  }) as Color;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(color: Color): string {
  return `rgb(${color.join(" ")})`;
}
