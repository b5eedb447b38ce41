// Enhancements only: every page works without them.
import { showProgress } from './progress';
import { submitOnChange } from './filters';
import { followTheme } from './theme';

followTheme();
submitOnChange();
showProgress();
