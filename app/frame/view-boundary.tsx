'use client';
import { Component, type ReactNode } from 'react';
import { messageOf } from '../../lib/base/errors.ts';
import { messages } from '../../views/messages.ts';

interface ViewBoundaryProps {
  /** Another view or run gets another try. */
  readonly name: string;
  readonly children: ReactNode;
}

interface ViewBoundaryState {
  readonly error: string | null;
  readonly name: string;
}

/** A view that throws takes only itself down: frame and timeline stay, and it says what happened. */
export class ViewBoundary extends Component<ViewBoundaryProps, ViewBoundaryState> {
  override state: ViewBoundaryState = { error: null, name: this.props.name };

  static getDerivedStateFromError(error: unknown): Partial<ViewBoundaryState> {
    return { error: messageOf(error) };
  }

  static getDerivedStateFromProps(props: ViewBoundaryProps, state: ViewBoundaryState): ViewBoundaryState | null {
    return props.name === state.name ? null : { error: null, name: props.name };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const words = messages.frame.broken;
    return (
      <div className="frame-message" role="alert">
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <p>
          <code>{error}</code>
        </p>
        <div>
          <button type="button" className="kit-button" onClick={() => this.setState({ error: null })}>
            {messages.kit.panel.retry}
          </button>
        </div>
      </div>
    );
  }
}
