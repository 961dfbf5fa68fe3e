/* Searches the rows of each list that has a field to search; without it the list opens as ever. */
(function () {
  "use strict";
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\u0111/g, "d");
  }
  document.querySelectorAll(".search").forEach(function (box) {
    var field = box.querySelector("input"), said = box.querySelector("output"), group = box.parentNode;
    box.hidden = false;
    field.addEventListener("input", function () {
      var words = plain(field.value).split(/\s+/).filter(Boolean), found = 0;
      group.querySelectorAll(".row").forEach(function (row) {
        var text = plain(row.textContent);
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
        if (!row.hidden) found += 1;
      });
      group.querySelectorAll("details.fold").forEach(function (fold) {
        var any = fold.querySelector(".row:not([hidden])") !== null;
        if (words.length) fold.open = any;
      });
      said.textContent = words.length ? found + " " + said.dataset.unit : "";
    });
  });
})();
