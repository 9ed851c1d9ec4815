import './base.css';
import './authoring.css';
import './arranged.css';
import './talk.css';
