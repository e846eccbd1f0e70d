// A customer's ticket: what every customers' page does, and the thread, which is live.

import "./public.js";
import "./public/ticket-page-live.js";
