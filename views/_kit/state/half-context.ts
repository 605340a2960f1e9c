import { createContext } from 'react';

/** Whether a view shares the page with another one, and so has half of its width. Given by the frame. */
export const HalfContext = createContext(false);
