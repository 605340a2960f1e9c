import type { ColourMap } from '../colour/colour-map.ts';

// Kept for as long as the map is: one object per limit, so that what is made of a map is made once.
const stretched = new WeakMap<ColourMap, Map<number, ColourMap>>();

/** A map of −1…1 stretched to −limit…limit: the same object for the same map and limit. */
export function signedMap(map: ColourMap, limit: number): ColourMap {
  const known = stretched.get(map) ?? new Map<number, ColourMap>();
  stretched.set(map, known);
  const held = known.get(limit);
  if (held) return held;
  const made: ColourMap = {
    ...map,
    domain: [-limit, limit],
    pixel: (value) => map.pixel(value / limit),
    rgb: (value) => map.rgb(value / limit),
    css: (value) => map.css(value / limit),
  };
  known.set(limit, made);
  return made;
}
