'use client';
import { EventsView } from '../../views/events/events-view.tsx';
import { mountView } from '../frame/mount-view.tsx';

export default mountView(EventsView);
