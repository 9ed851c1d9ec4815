import './base.css';
import './arranged.css';
