"""Published tables whose figures are known: what measuring the same people twice came to."""

# Peak expiratory flow rate of 17 people, l/min: a large and a mini Wright meter, the first of two readings
# each (Bland & Altman 1986, Lancet 327:307, table 1).
LARGE_WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI_WRIGHT = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]

# ... and the second with the large meter.
LARGE_WRIGHT_AGAIN = [490, 397, 512, 401, 470, 611, 415, 431, 638, 429, 420, 633, 275, 492, 165, 372, 421]

# Six targets judged by four judges (Shrout & Fleiss 1979, Psychol Bull 86:420, table 2).
JUDGED = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
