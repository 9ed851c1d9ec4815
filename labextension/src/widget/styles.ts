/** The panel's styles and the widget's own, as text: the module brings all it needs. */

import panel from '../../style/base.css';
import widget from '../../style/widget.css';

export const styles = `${panel}\n${widget}`;
