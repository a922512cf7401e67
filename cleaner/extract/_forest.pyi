import numpy as np
from numpy.typing import NDArray

def totals(
    answers: NDArray[np.uint8], asked: NDArray[np.int64], leaves: NDArray[np.int32]
) -> NDArray[np.int32]: ...
