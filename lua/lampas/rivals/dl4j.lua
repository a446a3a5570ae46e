--- The rival DL4J, the library of the published DL4J column, in Java: rivals/java/Dl4j.java.
local level = require('lampas.library').level

-- Its OpenBLAS takes processors newer than itself for the oldest one that it knows; unless told otherwise it gets kernels of our level.
local KERNELS = { v3 = 'Haswell', v4 = 'SkylakeX' }

local kernel = not os.getenv 'OPENBLAS_CORETYPE' and KERNELS[level]

return require 'lampas.rivals.java'('DL4J', 'dl4j', 'Dl4j', kernel and 'OPENBLAS_CORETYPE=' .. kernel)
