'use client';
import { StatesView } from '../../views/states/states-view.tsx';
import { mountView } from '../frame/mount-view.tsx';

export default mountView(StatesView);
