// Runs before the first paint, so that nobody sees the other theme flash by.
import { applyTheme } from './theme';

applyTheme();
