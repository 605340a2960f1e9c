'use client';
import { RunsView } from '../views/runs/runs-view.tsx';
import { mountList } from './frame/mount-view.tsx';

export default mountList(RunsView);
