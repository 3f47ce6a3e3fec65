// A drag along the lanes of the open page: places as parts of their width, one after the
// other, each for some frames. Tells how long each frame took and how many steps were shown.

export const dragAlong = (page, places, framesEach = 1) =>
  page.evaluate(
    async ([parts, frames]) => {
      const plot = document.querySelector(".plot");
      const box = plot.getBoundingClientRect();
      plot.setPointerCapture = () => {};
      plot.hasPointerCapture = () => true;
      const at = (type, part) => {
        const place = { clientX: box.left + 5 + (box.width - 10) * part, clientY: box.top + 100 };
        plot.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1, ...place }));
      };
      const times = [];
      const shown = new Set();
      let last = performance.now();
      at("pointerdown", 1);
      for (const part of parts) {
        for (let frame = 0; frame < frames; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
        times.push(performance.now() - last);
        last = performance.now();
        at("pointermove", part);
        shown.add(document.querySelector(".step-number b").textContent);
      }
      at("pointerup", 0);
      return { times, shown: shown.size };
    },
    [places, framesEach],
  );
