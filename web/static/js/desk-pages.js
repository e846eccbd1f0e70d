// The console's pages beside the tickets: people, groups, mail, templates, settings … Each element is on one of them.

import "./console.js";
import "./action-log.js";
import "./customer-pages.js";
import "./desk-settings.js";
import "./elements/filter-form.js";
import "./desk/form-list.js";
import "./group-list.js";
import "./live-wall.js";
import "./mail-ledger.js";
import "./mail-servers.js";
import "./my-preferences.js";
import "./desk/push-switch.js";
import "./people-list.js";
import "./elements/shown-password.js";
import "./stepped-chart.js";
import "./template-editor.js";
import "./template-list.js";
import "./texts/text-list.js";
