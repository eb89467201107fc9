import { library, openMap } from "./map/open";
import { config, lang } from "./page/config";
void library; void openMap; void config; void lang;
