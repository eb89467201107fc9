const browsers: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"], [/\bOPR\/|\bOpera\b/, "Opera"], [/\bSamsungBrowser\//, "Samsung Internet"], [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "Chrome"], [/\bVersion\/.*\bSafari\//, "Safari"], [/^curl\//, "curl"],
];
const systems: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"], [/\biPhone\b|\biPad\b|\biPod\b/, "iOS"], [/\bWindows\b/, "Windows"], [/\bMac OS X\b|\bMacintosh\b/, "macOS"], [/\bCrOS\b/, "ChromeOS"], [/\bLinux\b|\bX11\b/, "Linux"],
];

/** A browser and its system as people call them; as it names itself where neither is known. */
export function browserOf(agent: string): string {
  const known = [browsers, systems].flatMap((list) => list.filter(([form]) => form.test(agent)).slice(0, 1).map(([, name]) => name));
  return known.length > 0 ? known.join(", ") : agent.slice(0, 80);
}
