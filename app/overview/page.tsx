'use client';
import { OverviewView } from '../../views/overview/overview-view.tsx';
import { mountView } from '../frame/mount-view.tsx';

export default mountView(OverviewView);
