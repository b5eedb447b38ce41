// Enhancements only: every page works without them.
import { showProgress } from './progress';
import { submitOnChange } from './filters';
import { followTheme } from './theme';
import { keepFresh } from './kiosk';
import { reachScrollers } from './scrollers';
import { drawCharts } from './charts';
import { offerPalette } from './palette';

followTheme();
submitOnChange();
showProgress();
drawCharts();
offerPalette();
keepFresh();
reachScrollers();
