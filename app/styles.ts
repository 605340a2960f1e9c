// Every style sheet of the dashboard, in order: what the layout and the page that holds its run itself both load.
import './fonts.css';
import './base.css';
import '../views/_kit/kit.css';
import './frame/frame.css';
import './frame/dock/dock.css';
import './frame/palette/palette.css';
import '../views/runs/runs.css';
import '../views/overview/overview.css';
import '../views/states/states.css';
import '../views/gradients/gradients.css';
import '../views/attention/attention.css';
import '../views/saliency/saliency.css';
import '../views/compare/compare.css';
import '../views/compare/differences.css';
import '../views/compare/plots.css';
import '../views/events/events.css';
