// Everything that every page needs. Each module stands alone and watches the document.
import "./dialog.js";
import "./keys.js";
import "./keep.js";
import "./forms.js";
import "./toasts.js";
import "./offline.js";
import "./times.js";
import "./search.js";
import "./lock.js";
import "./tabs.js";
