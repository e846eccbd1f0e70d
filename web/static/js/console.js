// The console: every element of its pages, and what ties them together.

import "./action-log.js";
import "./answer-composer.js";
import "./bulk-bar.js";
import "./customer-card.js";
import "./desk-rail.js";
import "./desk-toast.js";
import "./file-shelf.js";
import "./file-viewer.js";
import "./insert-panel.js";
import "./mail-alarm.js";
import "./my-preferences.js";
import "./notifications.js";
import "./menu-button.js";
import "./pane-divider.js";
import "./offline-banner.js";
import "./people-list.js";
import "./saved-searches.js";
import "./search-field.js";
import "./search-marks.js";
import "./shown-password.js";
import "./third-party-letter.js";
import "./snooze-choices.js";
import "./ticket-list.js";
import "./ticket-pane.js";
import "./template-editor.js";
import "./template-list.js";
import "./template-picker.js";
import "./ticket-peek.js";
import "./ticket-picker.js";
import "./navigation.js";
import "./hearing.js";
import "./pressing.js";
import "./console-keys.js";
import "./command-palette.js";
import { drawTimes } from "./times.js";

drawTimes();
