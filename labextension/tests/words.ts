/** English words as they are, in place of JupyterLab's translations. */

export { english as trans } from '../src/widget/words';
