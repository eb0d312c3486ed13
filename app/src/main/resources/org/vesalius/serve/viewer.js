/** A film with window, zoom and a similarity map over it. */
export class Viewer {
  constructor(stage, film, map) {
    Object.assign(this, { stage, film, map, scale: 1, x: 0, y: 0 });
    stage.addEventListener('wheel', (event) => { event.preventDefault(); this.zoom(event.deltaY < 0 ? 1.1 : 0.9); }, { passive: false });
    stage.addEventListener('pointerdown', (event) => { stage.setPointerCapture(event.pointerId); this.from = [event.clientX - this.x, event.clientY - this.y]; });
    stage.addEventListener('pointermove', (event) => {
      if (this.from && event.buttons) this.move(event.clientX - this.from[0], event.clientY - this.from[1]);
    });
    stage.addEventListener('pointerup', () => { this.from = null; });
    stage.addEventListener('keydown', (event) => this.key(event));
  }

  /** Shows nothing: no film may stay under another study's name. */
  clear() {
    this.asked = null;
    this.film.width = 0;
    this.film.height = 0;
    this.hideMap();
    this.reset();
  }

  /** Loads a film; resolves when it is seen, or when another was asked for meanwhile. */
  async show(address) {
    this.clear();
    const picture = new Image();
    this.asked = picture;
    picture.src = address;
    await picture.decode();
    if (this.asked !== picture) return;
    this.film.width = picture.naturalWidth;
    this.film.height = picture.naturalHeight;
    this.film.getContext('2d').drawImage(picture, 0, 0);
  }

  /** Brightness and contrast from 0 to 100; 50 and 50 are the film's own. */
  grey(level, window) {
    this.film.style.filter = `brightness(${level / 50}) contrast(${window / 50})`;
  }

  zoom(factor) {
    this.scale = Math.min(12, Math.max(1, this.scale * factor));
    this.place();
  }

  move(x, y) {
    [this.x, this.y] = [x, y];
    this.place();
  }

  reset() {
    [this.scale, this.x, this.y] = [1, 0, 0];
    this.place();
  }

  place() {
    const transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    this.film.style.transform = transform;
    this.map.style.transform = transform;
  }

  key(event) {
    const step = 30;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (moves[event.key]) this.move(this.x + moves[event.key][0], this.y + moves[event.key][1]);
    else if (event.key === '+') this.zoom(1.25);
    else if (event.key === '-') this.zoom(0.8);
    else return;
    event.preventDefault();
  }

  /** Draws a grid of similarities that covers the film; null cells were not seen by the model. */
  showMap({ columns, rows, cells }) {
    const seen = cells.filter((value) => value !== null);
    const least = Math.min(...seen);
    const range = Math.max(...seen) - least || 1;
    const small = document.createElement('canvas');
    small.width = columns;
    small.height = rows;
    const context = small.getContext('2d');
    const pixels = context.createImageData(columns, rows);
    cells.forEach((value, i) => {
      const t = value === null ? 0 : (value - least) / range;
      pixels.data.set([255, Math.round(230 * t), 40, value === null ? 0 : Math.round(255 * t * t)], 4 * i);
    });
    context.putImageData(pixels, 0, 0);
    this.map.width = this.film.width;
    this.map.height = this.film.height;
    const over = this.map.getContext('2d');
    over.imageSmoothingEnabled = true;
    over.drawImage(small, 0, 0, this.map.width, this.map.height);
    this.map.hidden = false;
  }

  hideMap() {
    this.map.hidden = true;
  }
}
