// Enhancements only: every page works without them.
import { showProgress } from './progress';
import { submitOnChange } from './filters';
import { followTheme } from './theme';
import { keepFresh } from './kiosk';
import { reachScrollers } from './scrollers';
import { drawCharts } from './charts';
import { offerPalette } from './palette';
import { usePasskeys } from './passkeys';
import { offerPlaces } from './places';
import { openTables, sortTables } from './tables';
import { closeBubbles } from './bubbles';
import { offerPrinting } from './printing';
import { offerUpload } from './upload';

followTheme();
submitOnChange();
showProgress();
drawCharts();
offerPalette();
usePasskeys();
keepFresh();
reachScrollers();
offerPlaces();
openTables();
sortTables();
closeBubbles();
offerPrinting();
offerUpload();
