// A page that is not let in: where another tab of this browser is, at the address of a newer start, it goes there too.
"use strict";

const own = location.pathname.match(/^\/[0-9a-f]{32}/)?.[0] ?? "";
const tabs = new BroadcastChannel("congvan");
const wanted = location.pathname === "/enter" ? "/" : location.pathname.slice(own.length) + location.search + location.hash;
tabs.onmessage = ({ data }) => data !== "?" && data !== own && location.replace(data + wanted);
tabs.postMessage("?");
