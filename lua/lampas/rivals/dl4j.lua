--- The rival DL4J, the library of the published DL4J column, in Java: rivals/java/Dl4j.java.
local level = require('lampas.library').level

-- Its OpenBLAS, older than ours, meets processors that it does not know too (lampas.blas).
local kernel = require('lampas.blas').better(level, 'Unknown', os.getenv 'OPENBLAS_CORETYPE')

return require 'lampas.rivals.java'('DL4J', 'dl4j', 'Dl4j', kernel and 'OPENBLAS_CORETYPE=' .. kernel)
