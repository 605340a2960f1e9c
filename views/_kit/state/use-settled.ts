import { useEffect, useState } from 'react';

/** A value once it has stayed the same for a while: what is heavy is not done for each epoch that is scrubbed past. */
export function useSettled<T>(value: T, ms = 200): T {
  const [settled, setSettled] = useState(() => value);
  useEffect(() => {
    if (Object.is(settled, value)) return;
    const timer = setTimeout(() => setSettled(() => value), ms);
    return () => clearTimeout(timer);
  }, [settled, value, ms]);
  return settled;
}
