// A template that is open in Word: each save of it checks it again and draws its pages again.
"use strict";

for (const watched of document.querySelectorAll("[data-template]")) {
  const events = new EventSource(watched.dataset.template);
  events.onmessage = () => {
    document.dispatchEvent(new Event("congvan:saved"));
    watched.querySelector("[data-check] form")?.requestSubmit();
  };
}
