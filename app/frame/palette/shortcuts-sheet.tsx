'use client';
import { Fragment } from 'react';
import { paletteMessages } from '../../../views/_kit/palette-messages.ts';
import { SHORTCUTS } from './shortcuts.ts';

const words = paletteMessages.keys;

/** Every key of the dashboard. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <div className="palette-sheet">
      <header>
        <h2>{words.title}</h2>
        <button type="button" className="kit-button" onClick={onClose}>
          {words.close}
        </button>
      </header>
      <div className="palette-groups">
        {SHORTCUTS.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, means }) => (
                <div key={means}>
                  <dt>
                    {keys.map((together) => (
                      <span key={together.join()} className="palette-keys">
                        {together.map((key) => (
                          <Fragment key={key}>{key === words.after ? <i>{key}</i> : <kbd>{key}</kbd>}</Fragment>
                        ))}
                      </span>
                    ))}
                  </dt>
                  <dd>{means}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
