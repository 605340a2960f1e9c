'use client';
import { Icon } from '../../views/_kit/icons.tsx';
import { whole } from '../../views/_kit/numbers.ts';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { Menu } from './menu.tsx';
import { projectsOf } from './selection.ts';

/** The project shown, and the others of the data folder. Choosing one follows its newest run. */
export function ProjectSwitcher() {
  const { list, selection, navigate } = useFrame();
  const items = projectsOf(list.runs).map((project) => ({
    key: project,
    isChecked: project === selection.project,
    content: (
      <>
        <span className="frame-menu-name">{project}</span>
        <span className="frame-menu-count">
          {whole(list.runs.filter(({ info }) => info.project === project).length)}
        </span>
      </>
    ),
    onSelect: () =>
      navigate({
        project,
        runs: [],
        focus: null,
        epoch: 'live',
        window: null,
        layer: null,
        unit: null,
        sequence: null,
        timestep: null,
        // what is remembered of that project
        pinned: null,
      }),
  }));
  return (
    <Menu
      label={`${messages.frame.project.label}${messages.kit.colon}${selection.project ?? messages.frame.project.none}`}
      buttonClass="frame-project"
      button={
        <>
          <span>{selection.project ?? messages.frame.project.none}</span>
          <Icon name="down" />
        </>
      }
      items={items}
      empty={messages.frame.project.none}
    />
  );
}
