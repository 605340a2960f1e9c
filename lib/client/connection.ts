import { io, type ManagerOptions, type Socket, type SocketOptions as SocketIoOptions } from 'socket.io-client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type DeltaMessage, decodeDeltaMessage } from '../protocol/delta-codec.ts';
import type { OpenRequest } from '../protocol/messages.ts';
import { decodeRuns } from '../protocol/run-list-codec.ts';
import type { ClientEvents, OpenAnswer, RunsMessage, ServerEvents } from '../protocol/socket-events.ts';
import type { ConnectionStatus } from './contract.ts';
import type { ConnectionState } from './run-data.ts';

export type SocketOptions = Partial<ManagerOptions & SocketIoOptions>;

/** Who wants to hear of a connection. */
export interface ConnectionListener {
  /** The socket is (again) there; nothing of before is followed any more. */
  onConnect?(): void;
  onDelta?(message: DeltaMessage): void;
  onRuns?(message: RunsMessage): void;
  /** The server said how its store is. */
  onHello?(): void;
}

/** How a page hears of runs. */
export interface Connection {
  readonly status: StoreApi<ConnectionStatus>;
  readonly connected: boolean;
  /** Returns the function that ends listening. */
  listen(listener: ConnectionListener): () => void;
  /**
   * Asks to follow a run. `onAnswer` is called before any delta that came after the answer; it is not called when the
   * connection breaks first, and then `onConnect` comes again.
   */
  open(request: OpenRequest, onAnswer: (answer: OpenAnswer) => void): void;
  /** Ends following a run. */
  closeRun(runId: string): void;
  /** Asks for the run list. */
  list(): void;
  /** A hidden page is sent nothing. */
  setPaused(paused: boolean): void;
  close(): void;
}

/**
 * The socket of a page: connects, reconnects for ever with growing pauses (0.25 s to 3 s), and hands on what arrives.
 * WebSocket only: the server refuses foreign origins, and nothing on localhost needs long polling.
 */
export class SocketConnection implements Connection {
  readonly status: StoreApi<ConnectionStatus>;
  readonly #socket: Socket<ServerEvents, ClientEvents>;
  readonly #listeners = new Set<ConnectionListener>();
  #paused = false;

  constructor(origin: string, options: SocketOptions) {
    this.status = createStore<ConnectionStatus>(() => ({
      state: 'connecting',
      sinceMs: Date.now(),
      latencyMs: null,
      server: null,
    }));
    this.#socket = io(origin, {
      transports: ['websocket'],
      reconnectionDelay: 250,
      reconnectionDelayMax: 3_000,
      randomizationFactor: 0.3,
      timeout: 5_000,
      // a page may hold two clients of one origin (tests do); they must not share a manager
      forceNew: true,
      ...options,
    });
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', (reason) => this.#disconnected(reason));
    this.#socket.on('connect_error', () => this.#lost());
    this.#socket.on('hello', (server) => {
      this.status.setState({ server });
      for (const listener of this.#listeners) listener.onHello?.();
    });
    this.#socket.on('runs', (json, done) => {
      const message = decodeRuns(json);
      for (const listener of this.#listeners) listener.onRuns?.(message);
      done();
    });
    this.#socket.on('delta', (packet, done) => {
      const message = decodeDeltaMessage(packet);
      for (const listener of this.#listeners) listener.onDelta?.(message);
      this.#measureLatency(message);
      // said only now: the server sends the next delta, with all that came meanwhile, when this one is worked in
      done();
    });
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    if (this.connected) listener.onConnect?.();
    return () => this.#listeners.delete(listener);
  }

  open(request: OpenRequest, onAnswer: (answer: OpenAnswer) => void): void {
    if (this.#socket.connected) this.#socket.emit('open', request, onAnswer);
  }

  closeRun(runId: string): void {
    if (this.#socket.connected) this.#socket.emit('close', { runId });
  }

  list(): void {
    if (this.#socket.connected) this.#socket.emit('list');
  }

  setPaused(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (this.#socket.connected) this.#socket.emit('attention', { paused });
  }

  close(): void {
    this.#listeners.clear();
    this.#socket.disconnect();
  }

  #connected(): void {
    this.#setState('live');
    if (this.#paused) this.#socket.emit('attention', { paused: true });
    for (const listener of this.#listeners) listener.onConnect?.();
  }

  #disconnected(reason: string): void {
    this.#lost();
    // the server said goodbye (it is shutting down): socket.io would not come back by itself
    if (reason === 'io server disconnect') this.#socket.connect();
  }

  #lost(): void {
    const { state } = this.status.getState();
    if (state === 'live') this.#setState('reconnecting');
  }

  #setState(state: ConnectionState): void {
    if (this.status.getState().state !== state) this.status.setState({ state, sinceMs: Date.now() });
  }

  #measureLatency({ delta }: DeltaMessage): void {
    let newest = 0;
    for (const { wallMs } of delta.moments) newest = Math.max(newest, wallMs.at(-1) ?? 0);
    if (newest > 0) this.status.setState({ latencyMs: Math.max(0, Date.now() - newest) });
  }
}
