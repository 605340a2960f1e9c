import type { ColourMap } from '../colour/colour-map.ts';

/** A map of −1…1 stretched to −limit…limit. */
export function signedMap(map: ColourMap, limit: number): ColourMap {
  return {
    ...map,
    domain: [-limit, limit],
    pixel: (value) => map.pixel(value / limit),
    rgb: (value) => map.rgb(value / limit),
    css: (value) => map.css(value / limit),
  };
}
