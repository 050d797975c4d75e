"""How long loading takes, and how many articles and syllables a second one core reads.

    python benchmarks/speed.py [CORPUS_PART]      default: corpus/test (its written articles)

Each figure is the median of five runs; loading is measured in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

RUNS = 5
COLD = "import time; t = time.perf_counter(); import sukien; {}; print(time.perf_counter() - t)"


def cold(statement: str) -> float:
    """Seconds from `import sukien` to the end of `statement` in a new process."""
    command = [sys.executable, "-c", COLD.format(statement)]
    times = [float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(RUNS)]
    return median(times)


def throughput(part: Path) -> tuple[int, int, float]:
    """(articles, syllables, seconds) of the library over the written articles of a corpus part."""
    import sukien
    from sukien.training.corpus import read_corpus

    documents = read_corpus(part, None)
    syllables = sum(len(document.text.split()) for document in documents)
    sukien.extract("Một câu để nạp mô hình.")
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for document in documents:
            sukien.extract(document.text, published=document.published, id=document.id)
        times.append(time.perf_counter() - start)
    return len(documents), syllables, median(times)


def main() -> None:
    article = "sukien.extract(open('examples/ket-nap-dang-vien.txt', encoding='utf-8').read())"
    print(f"import sukien                        {cold('pass'):.2f} s")
    print(f"import, load the model, one article  {cold(article):.2f} s")
    print(f"sukien.load() and one article        {cold('sukien.load()(' + article[15:] + ''):.2f} s")
    articles, syllables, seconds = throughput(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus/test"))
    print(f"{articles} articles, {syllables} syllables: {syllables / seconds:,.0f} syllables a second on one core")


if __name__ == "__main__":
    main()
