"""Which intent a text has: a scikit-learn model over the sentence vector, the words and the terms named.

Free of Rasa, so that it can be measured alone. The features stand side by side, each block scaled (raw counts beside
the dense vector would swamp it).
"""
from __future__ import annotations

from typing import List, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

SEED = 20261122
