import { useEffect, useState } from 'react';

const QUERY = '(pointer: coarse)';

/** Whether the page is worked by fingers: what is pressed is made taller then. Asked once, and told when that changes. */
export function useCoarse(): boolean {
  const [isCoarse, setIsCoarse] = useState(() => typeof window !== 'undefined' && window.matchMedia(QUERY).matches);
  useEffect(() => {
    const media = window.matchMedia(QUERY);
    const onChange = () => setIsCoarse(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, []);
  return isCoarse;
}
