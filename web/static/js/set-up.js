// The set-up page of a new desk: mail servers are tried before anything is saved.

import "./door.js";
import "./elements/mail-account.js";
import "./elements/mail-trial.js";
