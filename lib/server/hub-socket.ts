import type { Server, Socket } from 'socket.io';
import type { ClientEvents, ServerEvents } from '../protocol/socket-events.ts';

export type HubServer = Server<ClientEvents, ServerEvents>;
export type HubSocket = Socket<ClientEvents, ServerEvents>;
