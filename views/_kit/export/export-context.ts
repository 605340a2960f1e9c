import { createContext } from 'react';

/** A chart that can be taken along as a picture. */
export interface Picture {
  /** At twice the size, with its title above. */
  png(title: string): Promise<Blob>;
  svg(title: string): Promise<Blob>;
}

/** Where the charts of a panel tell that they are there. */
export interface Pictures {
  add(picture: Picture): () => void;
}

/** Given by a panel to what it holds. */
export const PicturesContext = createContext<Pictures | null>(null);
