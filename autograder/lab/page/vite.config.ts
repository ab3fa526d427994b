import { defineConfig, type Plugin } from "vite";

/** KaTeX names each font in three formats, of which every browser that runs the page reads woff2. */
const onlyWoff2: Plugin = {
  name: "only-woff2",
  enforce: "pre",
  transform(code, id) {
    if (id.includes("katex") && id.endsWith(".css")) {
      return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("(?:woff|truetype)"\)/g, "");
    }
  },
};

export default defineConfig({
  base: "./",
  plugins: [onlyWoff2],
  worker: { format: "iife" }, // a page opened from a disk may have no module worker
  build: {
    target: "es2022",
    assetsInlineLimit: () => true,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 4096,
    rollupOptions: { output: { codeSplitting: false } },
  },
});
