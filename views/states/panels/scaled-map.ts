import type { ColourMap } from '../../_kit/colour/colour-map.ts';

/** A map over −1…1 stretched over −limit…limit. */
export function scaledMap(map: ColourMap, limit: number): ColourMap {
  return {
    domain: [-limit, limit],
    table: map.table,
    pixel: (value) => map.pixel(value / limit),
    rgb: (value) => map.rgb(value / limit),
    css: (value) => map.css(value / limit),
  };
}
